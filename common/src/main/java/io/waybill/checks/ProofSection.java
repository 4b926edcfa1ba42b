package io.waybill.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that other features prove. */
final class ProofSection implements Section {
    private final List<Proof> proofs;

    ProofSection(List<Proof> proofs) {
        this.proofs = List.copyOf(proofs);
    }

    @Override
    public Map<String, String> says() {
        Map<String, String> says = new LinkedHashMap<>();
        proofs.forEach(proof -> says.put(proof.name(), proof.says()));
        return says;
    }

    @Override
    public State prove(State state, Moment moment, Tally tally) {
        proofs.forEach(proof -> tally.run(proof.name(), () -> proof.prove(moment.depth() == Depth.FULL)));
        return state;
    }
}
