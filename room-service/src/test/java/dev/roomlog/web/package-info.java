@NullMarked
package dev.roomlog.web;

import org.jspecify.annotations.NullMarked;
