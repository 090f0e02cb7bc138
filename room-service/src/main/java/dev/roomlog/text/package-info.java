/**
 * Rules for text from outside that people will see, and the answer of a rule: a value or why not.
 * Pure functions; imports nothing.
 */
@NullMarked
package dev.roomlog.text;

import org.jspecify.annotations.NullMarked;
