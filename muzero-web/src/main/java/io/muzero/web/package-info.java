/**
 * The page: an HTTP server of the JDK that serves static files, JSON and streams of events, over
 * the agent façade and the folders of runs.
 *
 * <p>Start with {@link io.muzero.web.WebServer}. A request goes through {@code Access} (who may
 * ask), {@code Routes} (which endpoint) and an endpoint; {@code Play…} and {@code Session} hold
 * games (its moves are a {@code TableGame}, who thinks is its {@code Thinking}), {@code Runs…}
 * reads runs. Nothing here writes a file.
 */
@NullMarked
package io.muzero.web;

import org.jspecify.annotations.NullMarked;
