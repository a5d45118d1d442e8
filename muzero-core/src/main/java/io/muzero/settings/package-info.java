/**
 * How a parameter is declared, once, beside the code that uses it.
 *
 * <p>Every configuration record lives in the package it configures and annotates each component
 * with {@link io.muzero.settings.Setting}; its compact constructor checks values through {@link
 * io.muzero.settings.Check}. The {@code config} package reads YAML into those records and prints
 * them with their meanings.
 */
@NullMarked
package io.muzero.settings;

import org.jspecify.annotations.NullMarked;
