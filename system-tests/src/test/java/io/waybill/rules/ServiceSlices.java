package io.waybill.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** One slice for each service; everything else belongs to none. */
final class ServiceSlices implements SliceAssignment {
    private final String root;
    private final List<String> services;

    ServiceSlices(String root, String... services) {
        this.root = root;
        this.services = List.of(services);
    }

    @Override
    public String getDescription() {
        return "the services " + services;
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        return services.stream()
                .filter(service -> (type.getPackageName() + ".").startsWith(root + "." + service + "."))
                .findFirst()
                .map(SliceIdentifier::of)
                .orElseGet(SliceIdentifier::ignore);
    }
}
