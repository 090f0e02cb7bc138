package dev.roomlog.message;

import dev.roomlog.events.RefusalCode;

/** What a reader of history gets. */
public sealed interface HistoryAnswer {

    record Found(Page page) implements HistoryAnswer {}

    record Refused(RefusalCode code) implements HistoryAnswer {}
}
