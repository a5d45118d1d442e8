package io.muzero.metrics;

import io.muzero.files.WireMessage;

/**
 * One value of a {@code Summary}, by its fields' numbers (TensorFlow, {@code
 * tensorflow/core/framework/summary.proto}, {@code tensor.proto} and {@code tensor_shape.proto}).
 */
final class SummaryValue {
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTO = 5;
  private static final int TENSOR = 8;
  private static final int METADATA = 9;

  private static final int METADATA_PLUGIN_DATA = 1;
  private static final int METADATA_DESCRIPTION = 3;
  private static final int PLUGIN_NAME = 1;
  private static final int PLUGIN_CONTENT = 2;

  private static final int TENSOR_TYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_STRINGS = 8;
  private static final int SHAPE_DIMENSION = 2;
  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_STRING = 7;

  private SummaryValue() {}

  /** A point of a curve. */
  static WireMessage scalar(String tag, float value) {
    return new WireMessage().text(TAG, tag).number(SIMPLE_VALUE, value);
  }

  /** A point of a curve, with what TensorBoard shows beside the curve. */
  static WireMessage scalar(String tag, float value, String description) {
    WireMessage metadata =
        new WireMessage()
            .message(METADATA_PLUGIN_DATA, new WireMessage().text(PLUGIN_NAME, "scalars"))
            .text(METADATA_DESCRIPTION, description);
    return scalar(tag, value).message(METADATA, metadata);
  }

  /** A histogram. */
  static WireMessage histogram(String tag, float[] values) {
    return new WireMessage().text(TAG, tag).message(HISTO, Histogram.of(values));
  }

  /** A text: a tensor without dimensions. */
  static WireMessage text(String tag, String markdown) {
    WireMessage tensor =
        new WireMessage()
            .whole(TENSOR_TYPE, TYPE_STRING)
            .message(TENSOR_SHAPE, new WireMessage())
            .text(TENSOR_STRINGS, markdown);
    WireMessage metadata =
        new WireMessage()
            .message(METADATA_PLUGIN_DATA, new WireMessage().text(PLUGIN_NAME, "text"));
    return new WireMessage().text(TAG, tag).message(TENSOR, tensor).message(METADATA, metadata);
  }

  /** What a plugin reads, beside a tensor without numbers: TensorBoard wants some tensor. */
  static WireMessage plugin(String tag, String plugin, WireMessage content) {
    WireMessage nothing =
        new WireMessage()
            .whole(TENSOR_TYPE, TYPE_FLOAT)
            .message(TENSOR_SHAPE, new WireMessage().message(SHAPE_DIMENSION, new WireMessage()));
    WireMessage metadata =
        new WireMessage()
            .message(
                METADATA_PLUGIN_DATA,
                new WireMessage()
                    .text(PLUGIN_NAME, plugin)
                    .bytes(PLUGIN_CONTENT, content.toBytes()));
    return new WireMessage().text(TAG, tag).message(TENSOR, nothing).message(METADATA, metadata);
  }
}
