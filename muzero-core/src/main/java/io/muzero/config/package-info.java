/**
 * Reads configurations and prints them with their meanings.
 *
 * <p>Start at {@link io.muzero.config.MuZeroConfig}, which composes the packages' own records, and
 * {@link io.muzero.config.ConfigReader}, which lays files and command-line settings over the
 * defaults. {@link io.muzero.config.ConfigSchema} is what both share: it finds keys, meanings and
 * defaults by reflection, so a new record component needs no change here.
 */
@NullMarked
package io.muzero.config;

import org.jspecify.annotations.NullMarked;
