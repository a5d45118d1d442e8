/**
 * The concurrency lab's commands: {@link io.muzero.totient.TotientCommand} parses and calls, {@link
 * io.muzero.totient.TotientMain} runs it alone.
 *
 * <p>The packages below it, lowest first: {@code number} (φ), {@code work} (the job, dealt out),
 * {@code sharing} (an account and a sum that threads share), {@code ray} (what runs inside Ray),
 * {@code ways} (threads, processes, Ray …), {@code report} (table, JSON, pictures). Exit codes are
 * 0 (done), 1 (the run failed) and 2 (wrong usage).
 */
@NullMarked
package io.muzero.totient;

import org.jspecify.annotations.NullMarked;
