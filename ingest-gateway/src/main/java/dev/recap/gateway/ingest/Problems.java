package dev.recap.gateway.ingest;

import java.util.ArrayList;
import java.util.List;

import dev.recap.schema.ErrorBody.FieldProblem;
import dev.recap.web.ApiException;

/** The fields that are wrong, as many as help. */
final class Problems {

	private static final int MOST = 20;

	private final List<FieldProblem> found = new ArrayList<>(0);

	private int count;

	void add(String path, String field, String problem) {
		this.count++;
		if (this.found.size() < MOST) {
			this.found.add(new FieldProblem(path + field, problem));
		}
	}

	/**
	 * Goes on only if nothing is wrong.
	 * @throws ApiException 400 otherwise
	 */
	void throwIfAny() {
		if (this.count == 0) {
			return;
		}
		FieldProblem first = this.found.getFirst();
		String more = (this.count > 1) ? " (and " + (this.count - 1) + " more)" : "";
		throw ApiException.invalid(first.field() + " " + first.problem() + more, this.found);
	}

}
