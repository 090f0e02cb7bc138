package dev.roomlog.member.web;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.roomlog.member.AvatarUrl;
import dev.roomlog.member.DisplayName;
import dev.roomlog.member.Member;
import dev.roomlog.web.Fields;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/** A merge patch (RFC 7396): what is absent stays, null removes what may be absent. */
final class ProfileBody {

    private final Fields fields = new Fields();
    private UnaryOperator<Member> change = member -> member;

    @JsonProperty
    void setDisplayName(@Nullable String raw) {
        fields.required("displayName", raw, DisplayName::parse)
                .ifPresent(name -> then(member -> member.called(name)));
    }

    @JsonProperty
    void setAvatarUrl(@Nullable String raw) {
        if (raw == null) {
            then(member -> member.pictured(null));
        } else {
            fields.required("avatarUrl", raw, AvatarUrl::parse)
                    .ifPresent(url -> then(member -> member.pictured(url)));
        }
    }

    UnaryOperator<Member> change() {
        fields.check();
        return change;
    }

    private void then(UnaryOperator<Member> next) {
        UnaryOperator<Member> before = change;
        change = member -> next.apply(before.apply(member));
    }
}
