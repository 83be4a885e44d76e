/** The web app, driven in a real Chromium; skipped where there is none. */
@NullMarked
package dev.recap.standalone.page;

import org.jspecify.annotations.NullMarked;
