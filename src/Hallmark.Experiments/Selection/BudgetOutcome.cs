namespace Hallmark.Experiments.Selection;

/// <summary>What one way of choosing gave on one pool within one budget.</summary>
/// <param name="Set">Data set.</param>
/// <param name="Seed">Of the pool.</param>
/// <param name="Percent">Budget, of the pool's records.</param>
/// <param name="Way">How it was chosen; see <see cref="BudgetWays"/>.</param>
/// <param name="Accuracy">On the test records, of a model trained on the chosen; mean over draws for a random way.</param>
/// <param name="Records">Chosen, mean over draws.</param>
/// <param name="ValueShare">Value of the choice by the best value of all methods on this pool and budget; NaN for other ways.</param>
/// <param name="Poisoned">Share of the chosen batches in which labels were flipped.</param>
/// <param name="Repeated">Share of the chosen batches whose records another chosen batch holds already.</param>
public sealed record BudgetOutcome(
    string Set, ulong Seed, int Percent, string Way, double Accuracy, double Records, double ValueShare, double Poisoned, double Repeated);
