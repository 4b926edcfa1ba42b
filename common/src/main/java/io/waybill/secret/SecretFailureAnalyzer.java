package io.waybill.secret;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at the start, in place of a stack trace, that the master key is none, or another than the store's. */
final class SecretFailureAnalyzer extends AbstractFailureAnalyzer<SecretException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SecretException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
