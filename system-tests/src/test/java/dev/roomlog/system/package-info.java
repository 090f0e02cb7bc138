/**
 * Black-box tests: every part is a process of its own, everything goes through the gateway over
 * real sockets, and clients are stock clients. What is asserted here is what users are promised.
 * One stack serves all classes that leave it as they found it ({@link
 * dev.roomlog.system.SharedStack}); those that do not start their own.
 */
@NullMarked
package dev.roomlog.system;

import org.jspecify.annotations.NullMarked;
