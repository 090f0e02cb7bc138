package dev.roomlog.member;

import dev.roomlog.events.MemberId;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Invitations that are still good. */
public interface Invitations {

    void add(Invitation invitation, MemberId by, Instant until);

    boolean contain(Invitation invitation, Instant now);

    /**
     * Uses it up together with what the act writes: both or, where the act returns false or fails,
     * neither. Of two who use one at once, one finds it gone.
     */
    Use use(Invitation invitation, Instant now, BooleanSupplier act);

    /** What became of it. */
    enum Use {
        USED,
        KEPT,
        UNKNOWN
    }
}
