namespace LungSeg.Core.Formats.Pickle;

/// <summary>A column whose cells are nodes of the pickle, each at a place of its own.</summary>
internal interface INodeColumn
{
    /// <summary>The node of a cell; null where it is missing.</summary>
    PickleNode? NodeAt(long row);
}
