namespace LungSeg.Core.Validation;

/// <summary>A rule about one row. Stateless: rows are checked several at a time.</summary>
internal interface IRowRule : IRule
{
    /// <summary>What is wrong with the row.</summary>
    IEnumerable<Finding> Check(RowCase row);
}
