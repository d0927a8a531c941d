"""Official numbers ("số ký hiệu") and who stands behind them: types, codes, bodies, places, dates."""
