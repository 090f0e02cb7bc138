package dev.roomlog.member;

/** A member and what its password is checked against. */
public record Account(Member member, String passwordHash) {

    @Override
    public String toString() {
        return "Account[" + member.id() + "]";
    }
}
