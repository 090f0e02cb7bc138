/**
 * The command {@code ./roomlog}: reads its arguments, starts a stack in the foreground, and looks
 * at or stops one that another terminal runs, by its state file.
 *
 * <p>Whoever asks gets one clear line when something cannot be done, exit code 1 (2 for a wrong
 * command line), and never a stack trace. {@code help} is in the shell script, which works before
 * anything is built.
 */
@NullMarked
package dev.roomlog.local.cli;

import org.jspecify.annotations.NullMarked;
