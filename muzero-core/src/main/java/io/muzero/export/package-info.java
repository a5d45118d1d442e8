/**
 * Trained networks as ONNX files (opset 18), which other programs and languages run.
 *
 * <p>Start with {@link io.muzero.export.OnnxExport}. The graphs are made from the TorchScript text
 * of {@link io.muzero.network.NetworkProgram}, the one description of the networks: {@code
 * ScriptTracer} runs it with symbols in the place of tensors and {@code TorchOperations} notes each
 * operation as nodes of a {@code Graph}. A new type of network is thus exported as it is, or
 * refused by the name of an operation that is not known here.
 */
@NullMarked
package io.muzero.export;

import org.jspecify.annotations.NullMarked;
