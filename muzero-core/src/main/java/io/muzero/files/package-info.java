/**
 * How files are written so that no way of dying loses one.
 *
 * <p>Start at {@link io.muzero.files.WholeFile}, by which every file is replaced; {@link
 * io.muzero.files.Disk} is the calls it makes, which tests let fail one by one. {@link
 * io.muzero.files.WireMessage} is what TensorBoard's and ONNX's files consist of.
 */
@NullMarked
package io.muzero.files;

import org.jspecify.annotations.NullMarked;
