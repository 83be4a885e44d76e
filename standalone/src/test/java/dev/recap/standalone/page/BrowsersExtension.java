package dev.recap.standalone.page;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Brings Recap and Chromium up for all tests, and down when all are done. */
class BrowsersExtension implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(BrowsersExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browsers.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Browsers.class, (type) -> Browsers.start(), Browsers.class);
	}

}
