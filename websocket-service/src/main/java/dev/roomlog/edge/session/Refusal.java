package dev.roomlog.edge.session;

import dev.roomlog.events.RefusalCode;

/**
 * Why a frame was not carried out.
 *
 * @param detail one English line that repeats nothing secret
 */
record Refusal(RefusalCode code, String detail) {

    static Refusal of(RefusalCode code) {
        return new Refusal(code, code.title());
    }
}
