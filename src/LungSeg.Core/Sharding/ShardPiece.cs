namespace LungSeg.Core.Sharding;

/// <summary>Where bytes lie that one row gives to the whole.</summary>
/// <param name="Row">Place of the row in the run, from 0; -1 for what belongs to none.</param>
/// <param name="Name">What of the row.</param>
/// <param name="Offset">First byte in the shard's file of pieces.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Crc">CRC-32 of the bytes.</param>
internal sealed record ShardPiece(long Row, string Name, long Offset, int Length, uint Crc);
