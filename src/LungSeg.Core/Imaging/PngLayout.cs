namespace LungSeg.Core.Imaging;

/// <summary>The shape of samples [row, col, channel].</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Channels">Samples a pixel.</param>
/// <param name="BitDepth">Bits a sample.</param>
internal readonly record struct PngLayout(int Rows, int Columns, int Channels, int BitDepth);
