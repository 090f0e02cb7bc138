/** Real servers for the integration tests: one MariaDB, one Kafka broker, one running service. */
@NullMarked
package dev.roomlog.support;

import org.jspecify.annotations.NullMarked;
