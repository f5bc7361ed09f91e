using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Blocks;

/// <summary>A header with its seal, verified.</summary>
/// <param name="Seal">As it lies in the block.</param>
/// <param name="Tree">The seal's signature over the tree root, from which receipts are put together.</param>
public sealed record SealedHeader(BlockHeader Header, ReadOnlyMemory<byte> Seal, CoseSign1 Tree);
