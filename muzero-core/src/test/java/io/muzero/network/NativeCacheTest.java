package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.settings.InvalidSettingException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  private static final String JNI = System.mapLibraryName("djl_torch");

  @TempDir private Path place;

  private Path write(String file, String text) throws Exception {
    Path path = place.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  /** Two packed libraries and the bindings. */
  private ClassLoader packed() throws Exception {
    write(
        "jar/native/lib/pytorch.properties",
        "version=2.7.1-20250812\nflavor=cpu\nclassifier=linux-x86_64\nlibraries=libc10.so,libtorch.so");
    write("jar/pytorch/cpu/linux-x86_64/libc10.so", "12345");
    write("jar/pytorch/cpu/linux-x86_64/libtorch.so", "123456789");
    write("jar/jnilib/pytorch.properties", "jni_version=2.7.1-0.36.0");
    write("jar/jnilib/linux-x86_64/cpu/" + JNI, "1234567");
    return new URLClassLoader(new URL[] {place.resolve("jar").toUri().toURL()}, null);
  }

  private void unpacked(String c10, String torch, String jni) throws Exception {
    String folder = "cache/2.7.1-20250812-cpu-linux-x86_64/";
    write(folder + "libc10.so", c10);
    write(folder + "libtorch.so", torch);
    write(folder + "0.36.0-" + JNI, jni);
  }

  private Path folder() {
    return place.resolve("cache/2.7.1-20250812-cpu-linux-x86_64");
  }

  @Test
  void removeTruncated_wholeLibraries_stay() throws Exception {
    unpacked("12345", "123456789", "1234567");
    NativeCache.removeTruncated(place.resolve("cache"), packed());
    assertThat(folder()).isDirectoryContaining("glob:**libtorch.so");
    assertThat(folder().resolve("0.36.0-" + JNI)).exists();
  }

  @Test
  void removeTruncated_shortLibrary_goesWithAllOfItsFolder() throws Exception {
    unpacked("12345", "1234", "1234567");
    NativeCache.removeTruncated(place.resolve("cache"), packed());
    assertThat(folder()).doesNotExist();
  }

  @Test
  void removeTruncated_shortBindings_goAlone() throws Exception {
    unpacked("12345", "123456789", "123");
    NativeCache.removeTruncated(place.resolve("cache"), packed());
    assertThat(folder().resolve("libtorch.so")).exists();
    assertThat(folder().resolve("0.36.0-" + JNI)).doesNotExist();
  }

  @Test
  void removeTruncated_bindingsForAnotherLibtorch_stay() throws Exception {
    Path own = write("cache/2.11.0-cpu-linux-x86_64/0.36.0-" + JNI, "123");
    NativeCache.removeTruncated(place.resolve("cache"), packed());
    assertThat(own).hasContent("123");
  }

  @Test
  void removeAbandoned_oldHalfUnpackedFolder_goes() throws Exception {
    Path old = write("cache/tmp123/libc10.so", "1").getParent();
    Path fresh = write("cache/tmp456/libc10.so", "1").getParent();
    Path other = write("cache/tmpfile/libc10.so", "1").getParent();
    FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(old.resolve("libc10.so"), time);
    Files.setLastModifiedTime(old, time);
    NativeCache.removeAbandoned(place.resolve("cache"), Instant.parse("2026-01-02T00:00:00Z"));
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(other).exists();
  }

  @Test
  void requireOwn_libraryThatEverybodyCanWrite_isRefused() throws Exception {
    assumeTrue(place.getFileSystem().supportedFileAttributeViews().contains("posix"));
    unpacked("12345", "123456789", "1234567");
    Path cache = place.resolve("cache");
    NativeCache.requireOwn(cache);
    NativeCache.requireOwn(place.resolve("none"));
    Files.setPosixFilePermissions(
        folder().resolve("libtorch.so"), PosixFilePermissions.fromString("rw-r--rw-"));
    assertThatThrownBy(() -> NativeCache.requireOwn(cache))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "DJL_CACHE_DIR must name a folder for native libraries that only you can write; this one"
                + " has ")
        .hasMessageContaining("libtorch.so, which everybody can write: remove it")
        .hasMessageContaining(", was " + cache);
  }

  @Test
  void make_takenByALink_isRefused() throws Exception {
    assumeTrue(place.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path own = NativeCache.ofTemporary(place);
    assertThat(place).isEmptyDirectory();
    NativeCache.make(own);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    NativeCache.make(own); // there already
    Files.delete(own);
    Files.createSymbolicLink(own, Files.createDirectory(place.resolve("elsewhere")));
    assertThatThrownBy(() -> NativeCache.make(own))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("is no folder");
  }

  @Test
  void folder_withAndWithoutAHome_isWhereItWillBe() throws Exception {
    Map<String, String> variables = new HashMap<>();
    Map<String, String> properties = new HashMap<>(Map.of("java.io.tmpdir", place.toString()));
    properties.put("user.home", place.resolve("home").toString());
    Files.createDirectory(place.resolve("home"));
    assertThat(folder(variables, properties)).isEqualTo(place.resolve("home").resolve(".djl.ai"));
    for (String none : List.of("?", place.resolve("missing").toString())) {
      properties.put("user.home", none);
      assertThat(folder(variables, properties)).isEqualTo(NativeCache.ofTemporary(place));
    }
    properties.put("DJL_CACHE_DIR", "named");
    assertThat(folder(variables, properties)).isEqualTo(Path.of("named"));
    variables.put("ENGINE_CACHE_DIR", "first");
    assertThat(folder(variables, properties)).isEqualTo(Path.of("first"));
  }

  private static Path folder(Map<String, String> variables, Map<String, String> properties)
      throws Exception {
    return NativeCache.folder(
        name -> Optional.ofNullable(variables.get(name)),
        name -> Optional.ofNullable(properties.get(name)));
  }
}
