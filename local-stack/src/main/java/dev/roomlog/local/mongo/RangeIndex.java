package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;

import java.util.List;

/** What the planner needs of an index, unique or not. */
interface RangeIndex {

    OrderedKeys orderedKeys();

    /**
     * Whether some document has an array in an indexed field. Then one document has several
     * entries, and neither ranges nor order can be taken from the index.
     */
    boolean isMultikey();

    boolean leavesOutMissing();

    List<IndexKey> getKeys();
}
