/**
 * What learner, driver and actors say to each other, as bytes: every message is sealed with kind,
 * format number and checksum ({@link io.muzero.ray.wire.Envelope}), so that what is damaged or of
 * another version is refused and never learned from. Start with {@link
 * io.muzero.ray.wire.PlayedGamesMessage}.
 */
@NullMarked
package io.muzero.ray.wire;

import org.jspecify.annotations.NullMarked;
