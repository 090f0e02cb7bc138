package dev.roomlog.projection;

import reactor.core.publisher.Mono;

/** What a store needs before anything is read into it, such as indexes. */
public interface StoreSetup {

    /** May be repeated; fails while the store is away. */
    Mono<Void> prepare();
}
