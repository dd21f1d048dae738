package io.interleave.notebook;

import io.interleave.Interleave;
import io.interleave.figure.Drawing;
import io.interleave.run.Progress;
import io.interleave.table.Results;
import io.interleave.table.TextTable;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/**
 * JJava finds this in the jar and installs it when the kernel starts: a table, a drawing or a run
 * at the end of a cell shows itself. Text stands beside each, for terminals and for comparing
 * notebooks.
 */
public final class InterleaveExtension implements Extension {
  /**
   * Called by the kernel. An extension that throws kills it, so one that can't be installed says so
   * and stays out.
   */
  @Override
  public void install(BaseKernel kernel) {
    try {
      shown(kernel, Table.class, HtmlTable::html, TextTable::text);
      shown(
          kernel,
          Results.class,
          r -> HtmlTable.html(r.summary()),
          r -> TextTable.text(r.summary()));
      kernel
          .getRenderer()
          .createRegistration(Drawing.class)
          .preferring(MIMEType.IMAGE_SVG)
          .supporting(MIMEType.IMAGE_PNG, MIMEType.TEXT_PLAIN)
          .register(InterleaveExtension::drawing);
      Interleave.tellProgress(() -> new NotebookProgress(kernel.getIO().display));
    } catch (RuntimeException | LinkageError e) {
      System.err.println("Interleave shows tables as text only: " + e);
    }
  }

  /** The kernel goes on without us. */
  @Override
  public void uninstall(BaseKernel kernel) {
    Interleave.tellProgress(() -> Progress.SILENT);
  }

  private static <T> void shown(
      BaseKernel kernel,
      Class<T> type,
      java.util.function.Function<T, String> html,
      java.util.function.Function<T, String> text) {
    kernel
        .getRenderer()
        .createRegistration(type)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (value, context) -> {
              context.renderIfRequested(MIMEType.TEXT_HTML, () -> html.apply(value));
              context.getOutputContainer().putText(text.apply(value));
            });
  }

  private static void drawing(Drawing drawing, RenderContext context) {
    context.renderIfRequested(MIMEType.IMAGE_SVG, drawing::svg);
    context.renderIfRequested(
        MIMEType.IMAGE_PNG, () -> java.util.Base64.getEncoder().encodeToString(drawing.png()));
    context.getOutputContainer().putText(drawing.title() + ": " + drawing.note());
  }
}
