package io.muzero.srctest;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads from sources which exceptions the methods and constructors that others see throw, as {@code
 * throws} and {@code @throws} say. Compiled classes have no Javadoc, so it is read here.
 */
final class ShownExceptions extends TreePathScanner<Void, Void> {
  /**
   * An exception that a method shows.
   *
   * @param method where, for example {@code TrainedAgent.load}
   * @param type the exception's full name
   */
  record Shown(String method, String type) {}

  private static final Set<Tree.Kind> OPEN_BY_DEFAULT =
      Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

  private final DocTrees docs;
  private final List<Shown> found = new ArrayList<>();

  private ShownExceptions(DocTrees docs) {
    this.docs = docs;
  }

  /** The exceptions that public and protected methods of public types of some sources show. */
  static List<Shown> of(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      ShownExceptions reader = new ShownExceptions(DocTrees.instance(task));
      for (CompilationUnitTree source : task.parse()) {
        reader.scan(source, null);
      }
      return reader.found;
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, Void nothing) {
    // What a hidden type has inside is hidden too.
    return isShown(type.getModifiers().getFlags()) ? super.visitClass(type, nothing) : null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, Void nothing) {
    if (isShown(method.getModifiers().getFlags())) {
      for (ExpressionTree thrown : method.getThrows()) {
        add(method, thrown.toString());
      }
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      for (DocTree tag : comment == null ? List.<DocTree>of() : comment.getBlockTags()) {
        if (tag instanceof ThrowsTree thrown) {
          add(method, thrown.getExceptionName().getSignature());
        }
      }
    }
    return null; // classes within a method are its own
  }

  /** Whether others see what stands in the current type with such modifiers. */
  private boolean isShown(Set<Modifier> modifiers) {
    Tree around = getCurrentPath().getParentPath().getLeaf();
    return modifiers.contains(Modifier.PUBLIC)
        || modifiers.contains(Modifier.PROTECTED)
        || around instanceof ClassTree type
            && OPEN_BY_DEFAULT.contains(type.getKind())
            && !modifiers.contains(Modifier.PRIVATE);
  }

  private void add(MethodTree method, String exception) {
    ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
    found.add(new Shown(type.getSimpleName() + "." + method.getName(), fullName(exception)));
  }

  /** What a name stands for in the current file, which imports no package as a whole. */
  private String fullName(String name) {
    if (Character.isLowerCase(name.charAt(0))) {
      return name; // begins with a package
    }
    CompilationUnitTree source = getCurrentPath().getCompilationUnit();
    String outer = name.split("\\.", 2)[0];
    for (ImportTree one : source.getImports()) {
      String imported = one.getQualifiedIdentifier().toString();
      if (imported.endsWith("." + outer)) {
        return imported + name.substring(outer.length());
      }
    }
    return (isOfJava(outer) ? "java.lang" : source.getPackageName()) + "." + name;
  }

  private static boolean isOfJava(String name) {
    try {
      Class.forName("java.lang." + name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
