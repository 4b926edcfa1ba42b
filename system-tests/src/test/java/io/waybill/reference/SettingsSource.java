package io.waybill.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The source of one settings record, read for its names, defaults and words: the words are nowhere else. */
final class SettingsSource {
    private final CompilationUnitTree unit;
    private final DocTrees docs;

    private SettingsSource(CompilationUnitTree unit, DocTrees docs) {
        this.unit = unit;
        this.docs = docs;
    }

    static SettingsSource read(Path file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            return new SettingsSource(task.parse().iterator().next(), DocTrees.instance(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings in the order of the record's components, those of nested records in their place. */
    List<Setting> settings(String prefix) {
        ClassTree type = (ClassTree) unit.getTypeDecls().getFirst();
        return settings(prefix, type, List.of(type));
    }

    private List<Setting> settings(String prefix, ClassTree type, List<ClassTree> outer) {
        List<Setting> settings = new ArrayList<>();
        for (VariableTree component : components(type)) {
            String name = prefix + "." + kebab(component.getName().toString());
            Optional<ClassTree> nested = nested(component, outer.getFirst());
            if (nested.isPresent()) {
                List<ClassTree> path = new ArrayList<>(outer);
                path.add(nested.get());
                settings.addAll(settings(name, nested.get(), path));
            } else {
                settings.add(new Setting(name, initial(component), meaning(component, outer)));
            }
        }
        return settings;
    }

    private static List<VariableTree> components(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .toList();
    }

    private static Optional<ClassTree> nested(VariableTree component, ClassTree type) {
        return type.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(member -> member.getKind() == Tree.Kind.RECORD
                        && member.getSimpleName()
                                .contentEquals(component.getType().toString()))
                .findFirst();
    }

    private static String initial(VariableTree component) {
        return annotation(component.getModifiers().getAnnotations(), "DefaultValue")
                .orElse("");
    }

    private static Optional<String> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .flatMap(annotation -> annotation.getArguments().stream())
                .map(SettingsSource::text)
                .findFirst();
    }

    private static String text(ExpressionTree argument) {
        ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
        return switch (value) {
            case LiteralTree literal -> String.valueOf(literal.getValue());
            case NewArrayTree several ->
                several.getInitializers().stream().map(SettingsSource::text).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private String meaning(VariableTree component, List<ClassTree> path) {
        TreePath place = new TreePath(unit);
        for (ClassTree type : path) {
            place = new TreePath(place, type);
        }
        DocCommentTree comment = docs.getDocCommentTree(place);
        if (comment == null) {
            throw new AssertionError(path.getLast().getSimpleName() + " says nothing of its components");
        }
        return comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(ParamTree.class::cast)
                .filter(tag -> tag.getName().getName().contentEquals(component.getName()))
                .map(tag -> plain(
                        tag.getDescription().stream().map(Object::toString).collect(Collectors.joining())))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(path.getLast().getSimpleName() + " says nothing of " + component.getName()));
    }

    private static String plain(String doc) {
        return doc.replaceAll("\\{@code ([^}]*)\\}", "`$1`")
                .replaceAll("\\{@link(?:plain)? #?([^} ]*)[^}]*\\}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
