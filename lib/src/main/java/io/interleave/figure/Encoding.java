package io.interleave.figure;

import de.erichseifert.vectorgraphics2d.Processor;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.pdf.PDFProcessor;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** Drawings as files. */
final class Encoding {
  private Encoding() {}

  static String svg(Drawing drawing, int width, int height) {
    var svg =
        new String(vector(drawing, new SVGProcessor(), width, height, 1), StandardCharsets.UTF_8);
    return SvgText.compact(svg, drawing);
  }

  /** VectorGraphics2D takes the units of a PDF for millimetres. */
  static byte[] pdf(Drawing drawing, int width, int height) {
    return vector(drawing, new PDFProcessor(), width, height, 25.4 / Style.UNITS_PER_INCH);
  }

  private static byte[] vector(
      Drawing drawing, Processor processor, double width, double height, double scale) {
    var g = new VectorGraphics2D();
    g.scale(scale, scale);
    drawing.paint(g);
    var out = new ByteArrayOutputStream();
    try {
      processor
          .getDocument(g.getCommands(), new PageSize(0, 0, width * scale, height * scale))
          .writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] png(Drawing drawing, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    drawing.paint(g);
    g.dispose();
    try {
      return png(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    resolution(metadata);
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** So that a word processor places it at its size in print. */
  private static void resolution(IIOMetadata metadata) throws IOException {
    var size = new IIOMetadataNode("pHYs");
    String perMetre = Long.toString(Math.round(Style.UNITS_PER_INCH / 0.0254));
    size.setAttribute("pixelsPerUnitXAxis", perMetre);
    size.setAttribute("pixelsPerUnitYAxis", perMetre);
    size.setAttribute("unitSpecifier", "meter");
    var root = new IIOMetadataNode("javax_imageio_png_1.0");
    root.appendChild(size);
    metadata.mergeTree("javax_imageio_png_1.0", root);
  }
}
