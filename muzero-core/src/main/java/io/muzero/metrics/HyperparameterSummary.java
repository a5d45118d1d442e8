package io.muzero.metrics;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.Value;
import java.time.Instant;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What TensorBoard's hparams plugin reads: a {@code SessionStartInfo} with the settings.
 *
 * <p>Its messages are not published for Java, so their few fields are written by number
 * (TensorBoard 2.21, {@code plugins/hparams/plugin_data.proto}). Field 1 of {@code
 * SessionStartInfo} is the same as that of protobuf's own {@code Struct}: a map of text to value.
 */
final class HyperparameterSummary {
  private static final String TAG = "_hparams_/session_start_info";
  private static final String PLUGIN = "hparams";
  private static final int DATA_SESSION_START_INFO = 3;
  private static final int SESSION_START_TIME = 5;

  private HyperparameterSummary() {}

  static Summary of(Map<String, ?> settings, Instant start) {
    Struct.Builder struct = Struct.newBuilder();
    settings.forEach((key, value) -> struct.putFields(key, value(value)));
    ByteString time = field(SESSION_START_TIME, seconds(start));
    ByteString sessionStartInfo = struct.build().toByteString().concat(time);
    ByteString data =
        field(
            DATA_SESSION_START_INFO,
            Field.newBuilder().addLengthDelimited(sessionStartInfo).build());
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(
                SummaryMetadata.PluginData.newBuilder().setPluginName(PLUGIN).setContent(data))
            .build();
    // The plugin reads the metadata alone; TensorBoard wants some tensor beside it.
    TensorProto nothing =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(0)))
            .build();
    return Summary.newBuilder()
        .addValue(Summary.Value.newBuilder().setTag(TAG).setMetadata(metadata).setTensor(nothing))
        .build();
  }

  private static Value value(Object value) {
    if (value instanceof Boolean flag) {
      return Value.newBuilder().setBoolValue(flag).build();
    }
    if (value instanceof Number number) {
      return Value.newBuilder().setNumberValue(number.doubleValue()).build();
    }
    return Value.newBuilder().setStringValue(value.toString()).build();
  }

  private static Field seconds(Instant instant) {
    double seconds = instant.toEpochMilli() / 1e3;
    return Field.newBuilder().addFixed64(Double.doubleToRawLongBits(seconds)).build();
  }

  private static ByteString field(int number, Field field) {
    return UnknownFieldSet.newBuilder().addField(number, field).build().toByteString();
  }
}
