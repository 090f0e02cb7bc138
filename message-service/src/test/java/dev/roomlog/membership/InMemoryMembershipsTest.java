package dev.roomlog.membership;

class InMemoryMembershipsTest extends MembershipsContract {

    private final InMemoryMemberships memberships = new InMemoryMemberships();

    @Override
    protected Memberships memberships() {
        return memberships;
    }
}
