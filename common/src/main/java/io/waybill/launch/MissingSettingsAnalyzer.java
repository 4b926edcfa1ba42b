package io.waybill.launch;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows the one sentence of a {@link MissingSettingsException} instead of its stack trace. Found through
 * {@code META-INF/spring.factories}.
 */
final class MissingSettingsAnalyzer extends AbstractFailureAnalyzer<MissingSettingsException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingSettingsException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Set them; the README says what they mean.", cause);
    }
}
