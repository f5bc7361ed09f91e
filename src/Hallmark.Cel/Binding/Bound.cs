using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Binding;

/// <summary>A part of an expression with its names resolved, and its type.</summary>
internal readonly record struct Bound(Node Node, CelType Type);
