/** The web app. */
@NullMarked
package dev.recap.gateway.web;

import org.jspecify.annotations.NullMarked;
