package io.muzero.export;

import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;

/**
 * A trained network.
 *
 * @param config which network
 * @param shape what its game fixes of it
 * @param weights of this network
 * @param discount written for every transition: γ for one player, −γ for two who alternate; where
 *     turns vary γ, which gets the sign of the likelier next mover
 * @param dynamics whether it has learned the dynamics g; networks that were trained to be searched
 *     by the real rules have not
 */
public record ExportedNetwork(
    NetworkConfig config, NetworkShape shape, Weights weights, double discount, boolean dynamics) {}
