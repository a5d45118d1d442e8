package io.muzero.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript program made from its text: a module {@code MuZero} without parameters or buffers,
 * whose methods get all tensors as arguments.
 *
 * <p>libtorch compiles text only from its archive format (a zip file with the code and a pickled
 * module; see "TorchScript serialization" in PyTorch's source), so the text is wrapped in one.
 *
 * <p>Used by one thread at a time, which it prepares by {@link TorchThread} on the first call;
 * whoever made it closes it.
 */
public final class TorchProgram implements AutoCloseable {
  /** The pickled module: an object of class {@code __torch__.MuZero} with training = True. */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nMuZero\n)\u0081}(X\b\0\0\0training\u0088ub.";

  /** A pickled empty tuple: the program has no constant tensors of its own. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  /** The file format that libtorch 1.10 and later write: it fixes the meaning of operators. */
  private static final String FORMAT_VERSION = "10\n";

  private final PtSymbolBlock block;
  private @Nullable Thread prepared;

  /**
   * Compiles a program.
   *
   * @param manager decides the device and lives at least as long
   * @param text the class {@code MuZero(Module)} in TorchScript
   */
  public TorchProgram(NDManager manager, String text) {
    try {
      block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive(text)), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] archive(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
      entry(zip, "code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
      entry(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      entry(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("muzero/" + name);
    entry.setMethod(ZipEntry.STORED); // libtorch maps entries uncompressed
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Calls a method in inference mode; the caller closes the result. */
  public IValue infer(String method, IValue... arguments) {
    prepareThread();
    return IValueUtils.runMethod(block, method, arguments);
  }

  /**
   * Calls {@code forward} with gradient recording on; the result's arrays belong to the first
   * argument's manager and the caller closes them.
   */
  public NDList train(NDList arguments) {
    prepareThread();
    JniUtils.setGradMode(true);
    try {
      return IValueUtils.forward(block, arguments, true);
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private void prepareThread() {
    if (prepared != Thread.currentThread()) {
      TorchThread.prepare();
      prepared = Thread.currentThread();
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
