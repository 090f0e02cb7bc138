package dev.roomlog.room.web;

import dev.roomlog.room.Decision;
import dev.roomlog.room.Membership;
import dev.roomlog.room.RoomRejection;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import java.util.function.Function;

/** What a caller is told of a decision. */
@Component
class DecisionAnswers {

    private final Problems problems;

    DecisionAnswers(Problems problems) {
        this.problems = problems;
    }

    /** 200 and the membership, where the decision was about one. */
    ResponseEntity<Object> of(
            Decision decision, Function<Membership, Object> view, HttpServletRequest request) {
        return switch (decision) {
            case Decision.Changed(Membership now) -> ResponseEntity.ok(view.apply(now));
            case Decision.Unchanged(Membership now) -> ResponseEntity.ok(view.apply(now));
            case Decision.RoomChanged _, Decision.RoomDeleted _, Decision.Hidden _ ->
                    ResponseEntity.noContent().build();
            case Decision.Refused(RoomRejection why) -> refusal(why, request);
        };
    }

    /** 204. */
    ResponseEntity<Object> done(Decision decision, HttpServletRequest request) {
        return decision instanceof Decision.Refused(RoomRejection why)
                ? refusal(why, request)
                : ResponseEntity.noContent().build();
    }

    ResponseEntity<Object> refusal(RoomRejection why, HttpServletRequest request) {
        return problems.refuse(request, why.code());
    }
}
