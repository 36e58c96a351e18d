namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>A cell of the frame, both counted from 0.</summary>
internal readonly record struct CellAddress(int Column, int Row);
