package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.muzero.files.WireMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** The bytes are those that protobuf's own library writes. */
class WireMessageTest {
  @Test
  void whole_everyLength_isAsProtobufWritesIt() {
    for (int bit = 0; bit < 64; bit++) {
      long step = (1L << bit) + bit;
      assertThat(new WireMessage().number(1, 0.5).whole(2, step).toBytes())
          .as("%d", step)
          .isEqualTo(Event.newBuilder().setWallTime(0.5).setStep(step).build().toByteArray());
    }
  }

  @Test
  void value_ofEachKind_isAsProtobufWritesIt() {
    assertThat(SummaryValue.scalar("löss", 0f).toBytes())
        .isEqualTo(
            Summary.Value.newBuilder().setTag("löss").setSimpleValue(0).build().toByteArray());
    assertThat(SummaryValue.histogram("h", new float[] {3, 3, Float.NaN}).toBytes())
        .isEqualTo(
            Summary.Value.newBuilder()
                .setTag("h")
                .setHisto(
                    HistogramProto.newBuilder()
                        .setMin(3)
                        .setMax(3)
                        .setNum(2)
                        .setSum(6)
                        .setSumSquares(18)
                        .addAllBucketLimit(List.of(3.0))
                        .addAllBucket(List.of(2.0)))
                .build()
                .toByteArray());
    Summary.Value.Builder text = Summary.Value.newBuilder().setTag("t");
    text.getMetadataBuilder().getPluginDataBuilder().setPluginName("text");
    text.setTensor(
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addStringVal(ByteString.copyFromUtf8("x".repeat(1000))));
    assertThat(SummaryValue.text("t", "x".repeat(1000)).toBytes())
        .isEqualTo(text.build().toByteArray());
  }
}
