/** The running gateway between real clients and real upstream servers on free ports. */
@NullMarked
package dev.roomlog.gateway;

import org.jspecify.annotations.NullMarked;
