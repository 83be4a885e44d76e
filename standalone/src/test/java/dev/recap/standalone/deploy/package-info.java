/** What is deployed: secured connections and the manifests. */
@NullMarked
package dev.recap.standalone.deploy;

import org.jspecify.annotations.NullMarked;
